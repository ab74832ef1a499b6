"""A scheme as pages name it: title, version, who agreed it and when, a rule in its own words."""

from __future__ import annotations

from dataclasses import dataclass

from safeload.domain.scheme import Scheme
from safeload.schemes.models import Adoption
from safeload.web import formats


@dataclass(frozen=True)
class SchemeWords:
    """What the foot of every proof says."""

    title: str
    version: str
    agreed: str
    since: str
    source: str
    scheme_id: str


def scheme_words(adoption: Adoption, scheme: Scheme) -> SchemeWords:
    """Title, version, who agreed it and when, since when it holds, and where it comes from."""
    return SchemeWords(
        title=scheme.title,
        version=scheme.version,
        agreed=f"{adoption.agreed_by} on {formats.day(adoption.agreed_on, weekday=False)}",
        since=formats.day(adoption.starts_on, weekday=False),
        source=scheme.source,
        scheme_id=scheme.id,
    )


def stage_title(scheme: Scheme, stage: str) -> str:
    """A step of the line in the scheme's words; nothing for none."""
    return next((step.title for step in scheme.line.stages if step.id == stage), "")


def commitment_title(scheme: Scheme, kind: str) -> str:
    """A kind of commitment in the scheme's words; one it does not know is spelt out."""
    return next(
        (rule.title for rule in scheme.commitments if rule.kind == kind), kind.replace("_", " ").capitalize()
    )


def rule_text(scheme: Scheme, rule: str) -> str:
    """What a rule says, in the scheme's own words."""
    return scheme.rules.get(rule, "")
