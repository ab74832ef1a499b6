"""The shape of what is typed about proposals, hand-overs and shares."""

from __future__ import annotations

from safeload.allocation.forms.afterwards import FollowUpForm, HeardForm, QuoteForm, TradeOffForm
from safeload.allocation.forms.moving import (
    HandOverDecideForm,
    HandOverForm,
    ShareForm,
)
from safeload.allocation.forms.proposals import (
    AnswerForm,
    ChangeReasonForm,
    CoverForm,
    DecideForm,
    DiscussedForm,
    OfferForm,
    OverrideForm,
    PlaceForm,
    TakeBackForm,
    TermsForm,
)

__all__ = [
    "AnswerForm",
    "ChangeReasonForm",
    "CoverForm",
    "DecideForm",
    "DiscussedForm",
    "FollowUpForm",
    "HandOverDecideForm",
    "HandOverForm",
    "HeardForm",
    "OfferForm",
    "OverrideForm",
    "PlaceForm",
    "QuoteForm",
    "ShareForm",
    "TakeBackForm",
    "TermsForm",
    "TradeOffForm",
]
