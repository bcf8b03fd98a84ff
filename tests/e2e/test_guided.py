"""Packs, "something happened", pulls and mendings over the real worker."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import await_kept, sign_up, unlock
from tests.e2e.visits import violations

ABOUT_THEM = (
    "What might it have done to them?",
    "A part that is mine",
    "What would mending look like for you?",
)


def visit(page: Page, path: str) -> None:
    """Go to a place of the app, as a link there does."""
    page.evaluate(
        "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }",
        path,
    )


def press(page: Page, *names: str) -> None:
    """Press buttons, one after the other."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, name: str) -> Locator:
    """The heading of the screen."""
    return page.get_by_role("heading", level=1, name=name)


def answer(page: Page, text: str) -> None:
    """Answer the question of the screen in own words."""
    page.get_by_label("Your answer").fill(text)


def begin_pack(page: Page, title: str) -> None:
    """From the shelf to the first question of a pack."""
    visit(page, "/questions")
    page.get_by_role("listitem").get_by_role("button", name=title).click()
    press(page, "Begin")


def begin_mending(page: Page) -> None:
    """From "something happened" to the gate."""
    visit(page, "/happened")
    press(page, "Skip", "With someone", "A hurt or a gap between us", "Begin")
    expect(heading(page, "Does it feel safe to bring this to them?")).to_be_focused()


def open_again(page: Page, passphrase: str) -> None:
    """Reload, so that only what is durable is left."""
    await_kept(page)
    page.reload()
    unlock(page, passphrase)


def test_no_answer_is_lost_between_the_ways_of_writing(new_device: NewDevice) -> None:
    """G2. Fails when a switch between one by one, one page and blank, another pack, or a lock loses an answer."""
    page = new_device("phone")
    passphrase = sign_up(page, "guided-one")
    begin_pack(page, "Write freely")
    expect(page.get_by_text("Question 1 of 7")).to_be_visible()
    answer(page, "Rain.")
    press(page, "Next", "Skip")
    answer(page, "The bus was late.")
    press(page, "One page")
    expect(page.get_by_label("What is here right now?")).to_have_value("Rain.")
    page.get_by_label("What do you want this page to hold").fill("Both.")
    press(page, "Blank")
    page.get_by_label("The page", exact=True).fill("No questions here.")
    press(page, "Other questions", "What is under it")
    press(page, "One by one", "Begin")
    answer(page, "A smile.")
    open_again(page, passphrase)
    press(page, "One page")
    expect(page.get_by_label("What is here right now?")).to_have_value("Rain.")
    expect(page.get_by_label("What do you want this page to hold")).to_have_value("Both.")
    expect(page.get_by_label("What happened, in the plainest")).to_have_value("The bus was late.")
    expect(page.get_by_label("What did you show on the outside")).to_have_value("A smile.")
    press(page, "Blank")
    expect(page.get_by_label("The page", exact=True)).to_have_value("No questions here.")


def test_a_page_leads_to_questions_and_back(new_device: NewDevice) -> None:
    """Fails when a page cannot be gone on with by questions, or a moment from a pack is empty on its own screen."""
    page = new_device("phone")
    sign_up(page, "guided-page")
    page.get_by_label("The page", exact=True).fill("A plain page.")
    await_kept(page)
    page.get_by_role("link", name="Questions to write with").click()
    press(page, "Begin")
    answer(page, "Rain.")
    await_kept(page)
    press(page, "Blank")
    expect(page.get_by_label("The page", exact=True)).to_have_value("A plain page.")
    begin_pack(page, "A safe-enough moment")
    answer(page, "The dog waited.")
    await_kept(page)
    for _ in range(6):
        press(page, "Skip")
    page.get_by_role("link", name="See the page").click()
    expect(page.get_by_label("What was it?")).to_have_value("The dog waited.")


def test_a_look_at_a_pack_leaves_no_page(new_device: NewDevice) -> None:
    """Fails when a pack that was opened and left makes a page, or its name stands in the address."""
    page = new_device("phone")
    sign_up(page, "guided-two")
    begin_pack(page, "When mending is not safe")
    press(page, "Skip", "Skip")
    expect(page).to_have_url(re.compile(r"/questions$"))
    visit(page, "/pages")
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()


def test_every_question_can_be_passed_over(new_device: NewDevice) -> None:
    """C1. Fails when a pack cannot be walked to its close, and back, without an answer."""
    page = new_device("phone")
    sign_up(page, "guided-three")
    begin_pack(page, "Before a session")
    for _ in range(6):
        press(page, "Skip")
    expect(heading(page, "You can leave it here")).to_be_focused()
    press(page, "Back")
    expect(page.get_by_text("Question 6 of 6")).to_be_visible()


def test_where_it_is_not_safe_around_people_and_numbers_come_first(new_device: NewDevice) -> None:
    """A10. Fails when *not at all* offers no card, offers ground as the answer, or stops the writing."""
    page = new_device("phone")
    sign_up(page, "guided-four")
    visit(page, "/happened")
    press(page, "not at all")
    expect(page.get_by_text("You said it is not safe around you.")).to_be_visible()
    offer = page.get_by_role("main").get_by_role("status")
    expect(offer.get_by_role("button", name="Ground")).to_have_count(0)
    expect(offer.get_by_role("link", name="My people and numbers")).to_be_visible()
    press(page, "Next", "With myself", "A harsh voice inside", "Begin")
    answer(page, "Not enough.")
    await_kept(page)
    page.get_by_role("link", name="My people and numbers").click()
    expect(heading(page, "My people")).to_be_visible()


@pytest.mark.parametrize("word", ["far away", "overwhelmed"])
def test_ground_is_offered_before_more_is_asked(
    new_device: NewDevice, word: Literal["far away", "overwhelmed"]
) -> None:
    """A10. Fails when a word for being far away or overwhelmed offers no ground, or stops the writing."""
    page = new_device("phone")
    sign_up(page, f"guided-{word.replace(' ', '-')}")
    visit(page, "/questions")
    page.get_by_role("listitem").get_by_role("button", name="Write freely").click()
    press(page, "How is it, before you write?", word)
    page.get_by_role("main").get_by_role("status").get_by_role("button", name="Ground").click()
    ground = page.get_by_role("dialog")
    expect(ground.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(ground).to_have_count(0)
    press(page, "Begin")
    answer(page, "A chair.")
    await_kept(page)


def test_nothing_about_the_other_person_is_asked_before_the_gate(new_device: NewDevice) -> None:
    """D10. Fails when a text meant for the other person stands before the gate, or is asked where it is closed."""
    page = new_device("phone")
    sign_up(page, "guided-gate")
    begin_mending(page)
    press(page, "At a glance")
    for label in ABOUT_THEM:
        expect(page.get_by_text(label)).to_have_count(0)
    press(page, "One by one", "no")
    expect(page.get_by_text("Then nothing needs to be said to them.")).to_be_visible()
    press(page, "Next")
    expect(heading(page, "What do you need right now to be safer")).to_be_visible()
    expect(page.get_by_role("link", name="My people and numbers")).to_be_visible()
    press(page, "At a glance")
    expect(heading(page, "A page for you")).to_be_visible()
    for label in ABOUT_THEM:
        expect(page.get_by_text(label)).to_have_count(0)


def test_a_gate_that_closes_hides_words_and_keeps_them(new_device: NewDevice) -> None:
    """D10. Fails when words about the other person stay on screen after *not now*, or are lost by it."""
    page = new_device("phone")
    sign_up(page, "guided-closing")
    begin_mending(page)
    press(page, "mostly", "At a glance", "A part that is mine")
    page.get_by_label("Is there a part that is yours?").fill("I was late.")
    press(page, "not now")
    expect(page.get_by_label("Is there a part that is yours?")).to_have_count(0)
    assert "I was late." not in page.content()
    gate = page.get_by_role("group", name="Does it feel safe to bring this to them?")
    gate.get_by_role("button", name="yes", exact=True).click()
    page.get_by_role("button", name="A part that is mine").click()
    expect(page.get_by_label("Is there a part that is yours?")).to_have_value("I was late.")


def test_harm_or_control_leads_away_from_the_other_person(new_device: NewDevice) -> None:
    """D10. Fails when *harm or control* leaves questions about the other person open."""
    page = new_device("phone")
    sign_up(page, "guided-harm")
    begin_mending(page)
    press(page, "yes", "At a glance")
    expect(page.get_by_text(ABOUT_THEM[2])).to_be_visible()
    press(page, "harm or control")
    expect(heading(page, "A page for you")).to_be_visible()
    expect(page.get_by_text(ABOUT_THEM[2])).to_have_count(0)
    press(page, "One by one", "Next")
    expect(heading(page, "What do you need right now to be safer")).to_be_visible()


def test_a_pull_opens_in_three_depths_by_tap_alone(new_device: NewDevice) -> None:
    """C8. Fails when a deeper part of a pull opens by itself, also after words were written in it."""
    page = new_device("phone")
    passphrase = sign_up(page, "guided-pull")
    visit(page, "/happened")
    press(page, "Skip", "With someone", "What pulled at me")
    page.get_by_role("button", name="stepping back").click()
    press(page, "Next")
    expect(heading(page, "When you are pulled to step back")).to_be_visible()
    press(page, "At a glance")
    expect(page.get_by_role("button", name="stepping back", pressed=True)).to_be_visible()
    expected = page.get_by_label("What did you think would happen?")
    echo = page.get_by_text("Does this feel familiar?")
    expect(expected).to_have_count(0)
    press(page, "A little deeper")
    expect(echo).to_have_count(0)
    expected.fill("That they would laugh.")
    press(page, "Deeper still", "walking on eggshells")
    open_again(page, passphrase)
    expect(heading(page, "A pull")).to_be_visible()
    expect(expected).to_have_count(0)
    press(page, "A little deeper")
    expect(expected).to_have_value("That they would laugh.")
    expect(echo).to_have_count(0)


def test_a_word_chosen_in_a_question_is_not_asked_again(new_device: NewDevice) -> None:
    """G6. Fails when a word chosen under a question of a pack is not the one of the page's own field."""
    page = new_device("phone")
    sign_up(page, "guided-once")
    begin_pack(page, "When you are pulled to reach")
    press(page, "a silence or a late reply")
    await_kept(page)
    press(page, "At a glance")
    expect(
        page.get_by_role("button", name="a silence or a late reply", pressed=True)
    ).to_have_count(1)


def test_a_mending_with_oneself_has_steps_and_an_end(new_device: NewDevice) -> None:
    """Fails when steps, their order, or an end of a mending with oneself are lost, or a gate is asked."""
    page = new_device("phone")
    passphrase = sign_up(page, "guided-self")
    visit(page, "/happened")
    press(page, "Skip", "With myself", "I left myself behind", "At a glance")
    expect(page.get_by_text("Does it feel safe to bring this to them?")).to_have_count(0)
    press(page, "Add a step")
    first = page.get_by_role("region", name="Step 1")
    first.get_by_label("A note").fill("Went for a walk.")
    first.get_by_role("button", name="did something for myself").click()
    press(page, "Add a step")
    page.get_by_role("region", name="Step 2").get_by_label("A note").fill("Said it plainly.")
    press(page, "mended with myself")
    open_again(page, passphrase)
    expect(first.get_by_label("A note")).to_have_value("Went for a walk.")
    expect(page.get_by_role("region", name="Step 2").get_by_label("A note")).to_have_value(
        "Said it plainly."
    )
    expect(page.get_by_role("button", name="mended with myself", pressed=True)).to_be_visible()
    first.get_by_role("button", name="Take this step away").click()
    expect(page.get_by_role("region", name="Step 2")).to_have_count(0)
    press(page, "Undo")
    expect(page.get_by_role("region", name="Step 2")).to_be_visible()
    expect(first.get_by_label("A note")).to_have_value("Went for a walk.")
    first.get_by_role("button", name="Take this step away").click()
    expect(page.get_by_text("The step was taken away.")).to_be_visible()
    visit(page, "/pages")
    expect(page.get_by_text("The step was taken away.")).to_have_count(0)


def test_a_field_keeps_the_question_that_was_asked(new_device: NewDevice) -> None:
    """Fails when the sheet shows an answer that stands in a field under other words than those that were asked."""
    page = new_device("phone")
    sign_up(page, "guided-asked")
    begin_pack(page, "A safe-enough moment")
    answer(page, "The dog waited.")
    await_kept(page)
    visit(page, "/arrange")
    press(page, "Questions of A safe-enough moment")
    asked = page.get_by_label("The question").first
    expect(asked).to_have_value(re.compile("What was the moment?"))
    asked.fill("What was bright today?")
    await_kept(page)
    visit(page, "/pages")
    page.get_by_role("link", name="The dog waited.").click()
    page.get_by_text("Tags and more").click()
    page.get_by_label("Bring it to a session").check()
    await_kept(page)
    visit(page, "/sheet")
    article = page.get_by_role("article")
    expect(article.get_by_role("heading", name="What was the moment?")).to_be_visible()
    expect(article.get_by_text("The dog waited.")).to_have_count(1)


def test_a_page_that_weighs_more_is_met_with_offers(new_device: NewDevice) -> None:
    """Fails when *heavier* is answered with nothing, or the bridge to one's own words is missing."""
    page = new_device("phone")
    sign_up(page, "guided-close")
    begin_pack(page, "When you stayed with yourself")
    answer(page, "I said no.")
    for _ in range(6):
        press(page, "Next")
    press(page, "heavier")
    expect(page.get_by_text("Thank you for saying.")).to_be_visible()
    press(page, "Cover this page")
    expect(page.get_by_text("It is covered now.")).to_be_visible()
    page.get_by_label("A sentence to keep").fill("I can say no.")
    press(page, "Keep it among my words")
    expect(page.get_by_text("It is among your words.")).to_be_visible()
    press(page, "one day")
    await_kept(page)
    visit(page, "/pages")
    expect(page.get_by_text("Covered by you")).to_be_visible()
    assert "I said no." not in page.content()


def test_packs_are_hidden_moved_and_written_by_the_person(new_device: NewDevice) -> None:
    """Fails when a hidden pack is offered, the order is not theirs, or a pack of their own cannot be walked."""
    page = new_device("phone")
    passphrase = sign_up(page, "guided-shelf")
    visit(page, "/arrange")
    item = page.get_by_role("listitem").filter(has_text="Looking back, lightly")
    item.get_by_role("button", name="Hide").click()
    press(page, "Move down: Write freely")
    press(page, "A shelf place of your own")
    page.get_by_label("A shelf place of your own").fill("Sundays")
    press(page, "Add")
    press(page, "Questions of Sundays", "A question of your own")
    page.get_by_label("A question of your own").fill("What was slow today?")
    press(page, "Add")
    open_again(page, passphrase)
    visit(page, "/questions")
    titles = page.get_by_role("listitem").get_by_role("button")
    expect(titles.nth(0)).to_contain_text("Sundays")
    expect(titles.nth(1)).to_contain_text("A safe-enough moment")
    expect(page.get_by_text("Looking back, lightly")).to_have_count(0)
    begin_pack(page, "Sundays")
    expect(heading(page, "What was slow today?")).to_be_visible()
    answer(page, "The tea.")
    await_kept(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_guided_screens(
    new_device: NewDevice, scheme: Literal["light", "dark"]
) -> None:
    """Fails when a guided screen breaks a rule of axe, or runs out of the screen sideways at twice the text size."""
    page = new_device("phone", color_scheme=scheme)
    sign_up(page, f"guided-axe-{scheme}")
    for path in ("/happened", "/questions", "/arrange"):
        visit(page, path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check(page)
    begin_mending(page)
    check(page)
    press(page, "yes", "At a glance", "Add a step")
    check(page)
    begin_pack(page, "When you are pulled to reach")
    for mode in ("One by one", "One page", "At a glance", "Blank"):
        press(page, mode)
        check(page)


def check(page: Page) -> None:
    """Hold the screen to axe, and to its width at 200 %."""
    assert violations(page) == []
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    over = page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('main'))")
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert over <= 0
