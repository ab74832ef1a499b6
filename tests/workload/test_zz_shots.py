import pytest
from tests.workload.scene import nine
from tests.workload.town import Town
pytestmark=[pytest.mark.browser]
@pytest.fixture
def town(transactional_db, today): return Town()
def test_shots(town, browser_page):
    who = nine(town)
    p = browser_page.sign_in_as(who["manager"])
    p.set_viewport_size({"width":1440,"height":900})
    p.visit(f"/boards/{town.team.pk}/")
    p.screenshot(path="/tmp/board.png", full_page=True)
    p.check_accessibility()
