"""New accounts by invitation, or none: the code from a link, kept out of every address that is sent or shown."""

from playwright.sync_api import Page, expect

from tests.e2e.command_line import goldseam
from tests.e2e.conftest import NewDevice
from tests.e2e.person import body_of, offered_words
from tests.e2e.serving import Server


def reopen(server: Server, accounts: str) -> None:
    """The person who runs the server sets who may make an account."""
    server.stop()
    server.start(GOLDSEAM_ACCOUNTS=accounts)


def invite(server: Server) -> str:
    """A new code, in groups of four."""
    said = goldseam("account", "invite", "--data", str(server.folder / "data"))
    return said.split()[0]


def fill_in(page: Page, name: str) -> None:
    """The name and the six words."""
    page.get_by_label("Name", exact=True).fill(name)
    expect(offered_words(page, "Six words open your pages")).to_have_count(6)
    page.get_by_role("button", name="Put them in").click()


def open_first(page: Page) -> None:
    """Send the form."""
    page.get_by_role("button", name="Open the first page").click()


def test_a_link_with_a_code_makes_an_account_and_tells_nobody(
    new_device: NewDevice, server: Server
) -> None:
    """Fails when the code stays in the address or the history, is asked for anywhere, or is not filled in."""
    reopen(server, "invitation")
    code = invite(server)
    page = new_device("phone")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(f"/begin#{code}")
    expect(page.get_by_label("Invitation")).to_have_value(code)
    assert page.evaluate("location.href").endswith("/begin")
    fill_in(page, "invited-one")
    open_first(page)
    expect(body_of(page)).to_be_visible(timeout=30_000)
    page.go_back()
    assert code not in page.evaluate("location.href")
    sent = [url.split("#")[0] for url in asked]
    assert len(sent) > 3
    assert not any(code in url or code.replace("-", "") in url for url in sent)
    log = server.log.read_text()
    assert code not in log
    assert code.replace("-", "") not in log


def test_without_one_the_code_is_asked_for_and_a_used_one_is_told(
    new_device: NewDevice, server: Server
) -> None:
    """Fails when a person without a code is not asked for it, or one whose code was used is not told why."""
    reopen(server, "invitation")
    code = invite(server)
    first, second = new_device("phone"), new_device("phone")
    for page in (first, second):
        page.goto("/begin")
        expect(page.get_by_label("Invitation")).to_be_visible()
    fill_in(first, "invited-two")
    open_first(first)
    expect(first.get_by_text("An invitation is needed here.")).to_be_visible()
    first.get_by_label("Invitation").fill(code.upper())
    open_first(first)
    expect(body_of(first)).to_be_visible(timeout=30_000)
    fill_in(second, "invited-three")
    second.get_by_label("Invitation").fill(code)
    open_first(second)
    expect(second.get_by_text("it may have been used, or its time is over")).to_be_visible(
        timeout=30_000
    )
    second.get_by_label("Invitation").fill(invite(server))
    open_first(second)
    expect(body_of(second)).to_be_visible(timeout=30_000)


def test_a_closed_server_says_so_before_anything_is_typed(
    new_device: NewDevice, server: Server
) -> None:
    """Fails when a person fills in a form that nobody takes, or is not told what can be done."""
    reopen(server, "closed")
    page = new_device("phone")
    page.goto("/begin")
    expect(page.get_by_role("heading", name="No new accounts here for now")).to_be_visible()
    expect(page.get_by_text("use another server")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    page.get_by_role("link", name="I have pages already").click()
    expect(page.get_by_role("heading", name="Open your pages here")).to_be_visible()


def test_an_open_server_asks_for_no_code(new_device: NewDevice, server: Server) -> None:
    """Fails when a person is asked for an invitation that nobody looks at."""
    reopen(server, "open")
    page = new_device("phone")
    with page.expect_response("**/v1/limits"):
        page.goto("/begin")
    expect(offered_words(page, "Six words open your pages")).to_have_count(6)
    expect(page.get_by_label("Invitation")).to_have_count(0)
