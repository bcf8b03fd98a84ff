"""Token buckets: what is refused, for how long, and who is forgotten when there are too many (limiter.py)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldseam.errors import RateLimited
from goldseam.limiter import KEPT_BUCKETS, MAX_BUCKETS, Buckets, Draw, address_key, draw_all
from tests.server.conftest import Ticks

ANNA, BEN = b"anna", b"ben"


def buckets(ticks: Ticks, capacity: float = 10, per_second: float = 1) -> Buckets:
    """Buckets of ten points that gain one a second."""
    return Buckets(capacity, per_second, ticks)


def test_a_full_bucket_gives_what_it_holds_and_then_nothing(ticks: Ticks) -> None:
    """Ten points are there at once, an eleventh is not, and the wait for it is told in whole seconds."""
    kept = buckets(ticks)
    for _ in range(10):
        draw_all([Draw(kept, ANNA, 1)])
    ticks.now += 0.25
    with pytest.raises(RateLimited) as refused:
        draw_all([Draw(kept, ANNA, 1)])
    assert refused.value.retry_after == 1
    draw_all([Draw(kept, BEN, 10)])


def test_a_bucket_fills_evenly_and_never_above_its_rim(ticks: Ticks) -> None:
    """After the wait that was told the points are there; a year later no more than the capacity."""
    kept = buckets(ticks)
    draw_all([Draw(kept, ANNA, 10)])
    with pytest.raises(RateLimited) as refused:
        draw_all([Draw(kept, ANNA, 4)])
    assert refused.value.retry_after == 4
    ticks.now += 4
    draw_all([Draw(kept, ANNA, 4)])
    ticks.now += 31_536_000
    with pytest.raises(RateLimited):
        draw_all([Draw(kept, ANNA, 11)])


def test_of_several_buckets_all_give_or_none(ticks: Ticks) -> None:
    """One that is empty refuses the draw and leaves the other as it was."""
    kept = buckets(ticks)
    draw_all([Draw(kept, ANNA, 8)])
    with pytest.raises(RateLimited):
        draw_all([Draw(kept, BEN, 5), Draw(kept, ANNA, 5)])
    draw_all([Draw(kept, BEN, 10)])


def test_what_is_given_back_is_there_again(ticks: Ticks) -> None:
    """Points that were drawn ahead return, and never more than the bucket can hold."""
    kept = buckets(ticks)
    draw = Draw(kept, ANNA, 10)
    draw_all([draw])
    draw.give_back(9)
    draw_all([Draw(kept, ANNA, 9)])
    draw.give_back(1000)
    assert kept.wait_for(ANNA, 10) <= 0
    assert kept.wait_for(ANNA, 10.5) > 0


def test_a_full_bucket_takes_no_room(ticks: Ticks) -> None:
    """What came back whole is forgotten at once."""
    kept = buckets(ticks)
    draw_all([Draw(kept, ANNA, 3)])
    assert len(kept) == 1
    Draw(kept, ANNA, 3).give_back(3)
    assert len(kept) == 0


def test_a_flood_of_keys_neither_grows_nor_forgives(ticks: Ticks) -> None:
    """R-18: thrice as many new addresses as there is room for: memory is bounded, and the empty bucket stays empty."""
    kept = buckets(ticks)
    draw_all([Draw(kept, ANNA, 10)])
    for number in range(3 * MAX_BUCKETS):
        draw_all([Draw(kept, number.to_bytes(8), 1)])
        assert len(kept) <= MAX_BUCKETS
    with pytest.raises(RateLimited):
        draw_all([Draw(kept, ANNA, 1)])


def test_buckets_that_filled_up_are_the_first_to_go(ticks: Ticks) -> None:
    """Where there are too many, whoever waited long enough takes no room from those who did not."""
    kept = buckets(ticks)
    for number in range(MAX_BUCKETS):
        draw_all([Draw(kept, number.to_bytes(8), 1)])
    ticks.now += 2
    draw_all([Draw(kept, ANNA, 10)])
    assert len(kept) == 1
    assert KEPT_BUCKETS < MAX_BUCKETS


@given(st.lists(st.tuples(st.floats(0, 20), st.integers(1, 10)), max_size=60))
def test_no_order_of_draws_gives_more_than_was_there(asked: list[tuple[float, int]]) -> None:
    """Whatever is asked when: all that was given is at most the first fill and what came since."""
    ticks = Ticks()
    kept, given_points = buckets(ticks), 0
    for pause, points in asked:
        ticks.now += pause
        if kept.wait_for(ANNA, points) <= 0:
            draw_all([Draw(kept, ANNA, points)])
            given_points += points
    assert given_points <= 10 + ticks.now + 1e-6


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("not an address", "unknown", True),
        ("", "not an address", True),
    ],
)
def test_an_address_counts_by_its_household(one: str, other: str, is_same: bool) -> None:
    """IPv4 whole, IPv6 by its /64, and what is no address as one."""
    assert (address_key(one) == address_key(other)) is is_same
