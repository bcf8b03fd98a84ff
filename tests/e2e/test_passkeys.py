"""A passkey as one more way in: added, used offline, named, removed; and nothing that it evaluates is seen anywhere."""

from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.passkeys import (
    OPEN_BY,
    Authenticator,
    add_passkey,
    begin_passkey,
    go_to_passkeys,
    leave_passkeys,
    listen,
    lock_from_passkeys,
    open_by_passkey,
    outputs,
    passkeys_of,
    remove_passkey,
    rows_of,
)
from tests.e2e.person import (
    await_synced,
    go,
    go_to_list,
    keep_recovery,
    lock,
    open_page,
    sign_in,
    sign_up,
    unlock,
    write,
)
from tests.e2e.serving import Server
from tests.e2e.traces import found_in_bytes, found_in_folder
from tests.e2e.ways import change_passphrase, make_new_keys, sync

REFUSE_ONCE = """() => {
  const get = CredentialsContainer.prototype.get;
  CredentialsContainer.prototype.get = function () {
    CredentialsContainer.prototype.get = get;
    return Promise.reject(new DOMException("no", "NotAllowedError"));
  };
}"""
"""The next second touch is stopped by the person."""

WITHOUT = "delete window.PublicKeyCredential"


def test_a_passkey_opens_the_pages_offline(new_device: NewDevice, server: Server) -> None:
    """N-16. Fails when a passkey that was added with two touches does not open the locked device without a server."""
    page = new_device()
    Authenticator(page)
    passphrase = sign_up(page, "linnet")
    write(page, "The bench", "Sat there for half an hour.")
    go_to_passkeys(page)
    add_passkey(page, passphrase, "My phone")
    lock_from_passkeys(page)
    server.stop()
    try:
        open_by_passkey(page)
        open_page(page, "The bench")
    finally:
        server.start()


def test_a_passkey_opens_the_app_after_it_was_closed(new_device: NewDevice) -> None:
    """Fails when what a passkey needs on the device does not outlive the tab, or the passphrase opens no more."""
    page = new_device()
    Authenticator(page)
    passphrase = sign_up(page, "siskin")
    go_to_passkeys(page)
    add_passkey(page, passphrase, "My phone")
    page.goto("/")
    open_by_passkey(page)
    lock(page)
    unlock(page, passphrase)


def test_what_a_passkey_evaluates_leaves_in_no_request(
    new_device: NewDevice, server: Server
) -> None:
    """R-26: fails when its output, or any eight bytes of it, is in a request, on the server, or in a log line."""
    server.stop()
    server.start(GOLDSEAM_LOG_LEVEL="debug")
    page = new_device()
    sent: list[Request] = []
    page.context.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - needs a function to write on
    authenticator = Authenticator(page)
    listen(page)
    passphrase = sign_up(page, "dunnock")
    go_to_passkeys(page)
    add_passkey(page, passphrase, "My phone")
    lock_from_passkeys(page)
    open_by_passkey(page)
    found = outputs(page)
    assert len(found) == 2
    assert found[0] == found[1]
    parts = {f"from {at}": found[0][at : at + 8] for at in range(0, 25, 4)}
    requests = b"\n".join(request.post_data_buffer or b"" for request in sent)
    credential = authenticator.credential_ids()[0]
    assert found_in_bytes(requests, {"credential": credential}) == {"credential"}
    assert found_in_bytes(requests, parts) == set()
    assert found_in_folder(server.folder, parts | {"credential": credential}) == set()


def test_an_authenticator_that_cannot_open_pages_leaves_nothing(new_device: NewDevice) -> None:
    """Fails when one without PRF is not told of in its own words, or anything is kept of it."""
    page = new_device()
    sent: list[Request] = []
    page.context.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - needs a function to write on
    authenticator = Authenticator(page, hasPrf=False)
    passphrase = sign_up(page, "wagtail")
    go_to_passkeys(page)
    begin_passkey(page, passphrase, "Old key")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("heading", name="This one cannot open pages")).to_be_visible()
    authenticator.await_forgotten(0)
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_text("There is no passkey yet.")).to_be_visible()
    assert rows_of(page) == []
    assert [one.method for one in sent if one.url.endswith("/v1/keyrings")] == []
    lock_from_passkeys(page)
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=OPEN_BY)).to_have_count(0)


def test_nobody_else_opens_with_it(new_device: NewDevice) -> None:
    """Fails when an authenticator that does not know who touches it opens anything, or that is not said kindly."""
    page = new_device()
    stranger = Authenticator(page, isUserVerified=False)
    passphrase = sign_up(page, "fieldfare")
    go_to_passkeys(page)
    begin_passkey(page, passphrase, "My phone")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_text("It was stopped, or took too long.")).to_be_visible()
    stranger.unplug()
    authenticator = Authenticator(page)
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("heading", name="The passkey is here")).to_be_visible()
    page.get_by_role("button", name="Back", exact=True).click()
    lock_from_passkeys(page)
    authenticator.refuse()
    page.get_by_role("button", name=OPEN_BY).click()
    expect(page.get_by_text("It was not used. Nothing is lost")).to_be_visible()
    unlock(page, passphrase)


def test_a_second_touch_that_was_stopped_is_asked_for_again(new_device: NewDevice) -> None:
    """Fails when stopping between the touches keeps something, or makes the person begin anew."""
    page = new_device()
    Authenticator(page)
    passphrase = sign_up(page, "redstart")
    go_to_passkeys(page)
    begin_passkey(page, passphrase, "My phone")
    page.evaluate(f"({REFUSE_ONCE})()")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_text("It was stopped, or took too long.")).to_be_visible()
    assert rows_of(page) == []
    page.get_by_role("button", name="Use it now").click()
    expect(page.get_by_role("heading", name="The passkey is here")).to_be_visible()


def test_a_passkey_waits_for_the_server_without_another_touch(
    new_device: NewDevice, server: Server
) -> None:
    """Fails when a server that is away makes the person touch again, or loses the passkey."""
    page = new_device()
    authenticator = Authenticator(page)
    passphrase = sign_up(page, "brambling")
    go_to_passkeys(page)
    begin_passkey(page, passphrase, "My phone")
    server.stop()
    try:
        page.get_by_role("button", name="Begin", exact=True).click()
        expect(page.get_by_text("The passkey is not in place yet.")).to_be_visible()
    finally:
        server.start()
    page.get_by_role("button", name="Keep the passkey").click()
    expect(page.get_by_role("heading", name="The passkey is here")).to_be_visible()
    assert len(authenticator.credential_ids()) == 1
    page.get_by_role("button", name="Back", exact=True).click()
    lock_from_passkeys(page)
    open_by_passkey(page)


def test_a_try_that_was_given_up_stands_in_no_way(new_device: NewDevice, server: Server) -> None:
    """Fails when a passkey that was touched and never kept is offered, or keeps its authenticator from being added."""
    page = new_device()
    Authenticator(page)
    passphrase = sign_up(page, "chaffinch")
    go_to_passkeys(page)
    begin_passkey(page, passphrase, "My phone")
    server.stop()
    try:
        page.get_by_role("button", name="Begin", exact=True).click()
        expect(page.get_by_text("The passkey is not in place yet.")).to_be_visible()
        page.get_by_role("button", name="Leave it").click()
        lock_from_passkeys(page)
        expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name=OPEN_BY)).to_have_count(0)
    finally:
        server.start()
    unlock(page, passphrase)
    go_to_passkeys(page)
    add_passkey(page, passphrase, "My phone")
    assert len(rows_of(page)) == 1


def test_an_answer_that_was_lost_is_asked_for_without_another_touch(new_device: NewDevice) -> None:
    """Fails when the server has a passkey that the device does not know, and the same is refused or opens nothing."""
    page = new_device(service_workers="block")
    authenticator = Authenticator(page)
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "PUT" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    passphrase = sign_up(page, "hawfinch")
    go_to_passkeys(page)
    begin_passkey(page, passphrase, "My phone")
    page.context.route("**/v1/keyrings", lose)
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_text("The passkey is not in place yet.")).to_be_visible()
    assert lost == [200]
    page.get_by_role("button", name="Keep the passkey").click()
    expect(page.get_by_role("heading", name="The passkey is here")).to_be_visible()
    assert len(authenticator.credential_ids()) == 1
    page.get_by_role("button", name="Back", exact=True).click()
    expect(passkeys_of(page)).to_have_count(1)
    lock_from_passkeys(page)
    open_by_passkey(page)


def test_another_passphrase_keeps_the_passkey(new_device: NewDevice) -> None:
    """Fails when a change of passphrase ends a passkey, although the account key stays."""
    page = new_device()
    Authenticator(page)
    passphrase = sign_up(page, "crossbill")
    go(page, "/passkeys")
    add_passkey(page, passphrase, "My phone")
    changed = change_passphrase(page, passphrase)
    lock_from(page)
    open_by_passkey(page)
    go(page, "/passkeys")
    remove_passkey(page, changed, "My phone")


def test_new_keys_end_passkeys_and_that_is_said(new_device: NewDevice) -> None:
    """Fails when a passkey of before new keys is still offered, or nobody is told why it is gone."""
    page = new_device()
    Authenticator(page)
    passphrase = sign_up(page, "bullfinch")
    keep_recovery(page)
    go(page, "/passkeys")
    add_passkey(page, passphrase, "My phone")
    sync(page)
    opens = make_new_keys(page, passphrase)
    go(page, "/passkeys")
    expect(page.get_by_text("The passkey that was here opens nothing any more")).to_be_visible()
    expect(passkeys_of(page)).to_have_count(0)
    assert [row["held"] for row in rows_of(page)] == [None]
    add_passkey(page, opens.passphrase, "Again")
    lock_from(page)
    open_by_passkey(page)


def lock_from(page: Page) -> None:
    """From anywhere in the open app."""
    go(page, "/pages")
    lock(page)


def test_the_same_authenticator_is_added_once(new_device: NewDevice) -> None:
    """Fails when a second passkey of one authenticator is made, or a wrong passphrase gets as far as a touch."""
    page = new_device()
    authenticator = Authenticator(page)
    passphrase = sign_up(page, "whinchat")
    go_to_passkeys(page)
    page.get_by_role("button", name="Add a passkey to this device").click()
    page.get_by_label("Your passphrase", exact=True).fill("not this one")
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.get_by_text("Nothing was changed. That did not open it.")).to_be_visible()
    assert authenticator.credential_ids() == []
    page.get_by_role("button", name="Leave it").click()
    add_passkey(page, passphrase, "My phone")
    begin_passkey(page, passphrase, "Once more")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_text("This device has a passkey for your pages already.")).to_be_visible()
    assert len(authenticator.credential_ids()) == 1


def test_a_removed_passkey_opens_nothing(new_device: NewDevice) -> None:
    """Fails when one that was removed is still offered, or anything of it is left on the device."""
    page = new_device()
    authenticator = Authenticator(page)
    passphrase = sign_up(page, "twite")
    go_to_passkeys(page)
    add_passkey(page, passphrase, "My phone")
    add_second(page, passphrase)
    remove_passkey(page, passphrase, "My phone")
    expect(passkeys_of(page)).to_have_count(1)
    authenticator.await_forgotten(0)
    assert len(rows_of(page)) == 1
    remove_passkey(page, passphrase, "My key")
    expect(page.get_by_text("There is no passkey yet.")).to_be_visible()
    assert rows_of(page) == []
    lock_from_passkeys(page)
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=OPEN_BY)).to_have_count(0)
    unlock(page, passphrase)


def add_second(page: Page, passphrase: str) -> None:
    """A key that is plugged in, beside the one in the device."""
    Authenticator(page, transport="usb", hasResidentKey=False)
    add_passkey(page, passphrase, "My key")
    expect(passkeys_of(page)).to_have_count(2)


def test_a_passkey_that_was_removed_elsewhere_is_forgotten_here(new_device: NewDevice) -> None:
    """Fails when another device cannot remove a passkey, or it is still offered where it was, or that is not said."""
    phone, laptop = new_device(), new_device("laptop")
    Authenticator(phone)
    passphrase = sign_up(phone, "pipit")
    keep_recovery(phone)
    go_to_passkeys(phone)
    add_passkey(phone, passphrase, "My phone")
    leave_passkeys(phone)
    await_synced(phone)
    sign_in(laptop, "pipit", passphrase)
    go_to_passkeys(laptop)
    expect(passkeys_of(laptop).filter(has_text="My phone")).to_contain_text("on Linux")
    remove_passkey(laptop, passphrase, "My phone")
    leave_passkeys(laptop)
    go_to_list(laptop)
    write(laptop, "From the laptop", "Home.")
    expect(
        phone.get_by_role("listitem").get_by_role("link", name="From the laptop")
    ).to_be_visible()
    go_to_passkeys(phone)
    expect(phone.get_by_text("The passkey that was here opens nothing any more")).to_be_visible()
    assert [row["held"] for row in rows_of(phone)] == [None]
    phone.get_by_role("button", name="All right").click()
    expect(phone.get_by_text("opens nothing any more")).to_have_count(0)
    assert rows_of(phone) == []
    lock_from_passkeys(phone)
    expect(phone.get_by_label("Passphrase", exact=True)).to_be_visible()
    expect(phone.get_by_role("button", name=OPEN_BY)).to_have_count(0)


def test_a_browser_without_passkeys_shows_none(new_device: NewDevice) -> None:
    """Fails when a browser that knows no passkeys is asked for one, or the locked screen breaks there."""
    page = new_device()
    page.add_init_script(WITHOUT)
    passphrase = sign_up(page, "ouzel")
    page.goto("/ways-in")
    unlock(page, passphrase)
    expect(page.get_by_role("heading", name="The recovery words")).to_be_visible()
    expect(page.get_by_role("link", name="See the passkeys")).to_have_count(0)


def test_an_address_without_a_name_is_told_before_a_touch(
    new_device: NewDevice, server: Server
) -> None:
    """Fails when a person is asked to touch where browsers make no passkeys: at an address that is a number."""
    page = new_device(base_url=f"http://127.0.0.1:{server.port}")
    sign_up(page, "wheatear")
    go_to_passkeys(page)
    expect(page.get_by_text("It takes one with a name, not a number.")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey to this device")).to_have_count(0)
