"""Where the app cannot work it says why and what to do, and is never blank."""

from playwright.sync_api import Browser, expect

from tests.e2e.chromium import INSECURE_HOST
from tests.e2e.conftest import NewDevice
from tests.e2e.serving import Server
from tests.e2e.visits import violations


def test_over_plain_http_from_another_host_it_explains_itself(
    new_device: NewDevice, server: Server
) -> None:
    """R-08. Fails when a phone that opens the laptop's address over http sees more than the reason and the way out."""
    page = new_device("phone")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://{INSECURE_HOST}:{server.port}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This connection is not private enough to write here"
    )
    expect(page.get_by_text("begins with https, open that one")).to_be_visible()
    assert not page.evaluate("isSecureContext")
    assert page.get_by_role("textbox").count() == 0
    assert violations(page) == []
    assert [url for url in asked if "/v1/" in url] == []


def test_without_javascript_it_explains_itself(browser: Browser, server: Server) -> None:
    """Fails when a browser without JavaScript shows a blank page."""
    context = browser.new_context(base_url=server.origin, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", name="This app needs JavaScript")).to_be_visible()
    expect(page.get_by_role("heading", name="The app has not started")).to_be_hidden()
    context.close()


def test_when_the_script_does_not_come_it_explains_itself(new_device: NewDevice) -> None:
    """Fails when a script that cannot be loaded or understood leaves a blank page."""
    page = new_device("phone", service_workers="block")
    page.route("**/assets/*.js", lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_role("heading", name="The app has not started")).to_be_visible()
