"""Pagination: every block is drawn once, in order, and no page is overfull."""

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.documents.flow import Block, paginate, paginate_tightly


def block(height: float, *, space: float = 0, keeps_next: bool = False, head: Block | None = None) -> Block:
    return Block(height, lambda _pen, _y: None, keeps_next=keeps_next, space=space, head=head)


blocks = st.lists(
    st.builds(
        lambda height, space, keeps: block(height, space=space, keeps_next=keeps),
        st.floats(1, 40),
        st.floats(0, 10),
        st.booleans(),
    ),
    max_size=40,
)


@given(blocks, st.floats(50, 300))
def test_blocks_keep_their_order_and_none_is_lost(given_blocks: list[Block], room: float) -> None:
    pages = paginate(given_blocks, room=room)
    assert [id(one) for page in pages for one in page] == [id(one) for one in given_blocks]


@given(blocks, st.floats(50, 300))
def test_no_page_is_overfull_unless_one_group_is(given_blocks: list[Block], room: float) -> None:
    for page in paginate(given_blocks, room=room):
        used = sum(one.height + (one.space if place else 0) for place, one in enumerate(page))
        one_group = all(one.keeps_next for one in page[:-1])
        assert used <= room + 1e-6 or one_group


@given(blocks, st.floats(50, 300))
def test_a_heading_is_never_last_on_its_page(given_blocks: list[Block], room: float) -> None:
    pages = paginate(given_blocks, room=room)
    assert not any(page[-1].keeps_next for page in pages[:-1])


def test_the_head_of_a_table_is_repeated() -> None:
    head = block(10, keeps_next=True)
    rows = [block(20, head=head) for _ in range(5)]
    pages = paginate([head, *rows], room=55)
    assert [len(page) for page in pages] == [3, 3, 2]
    assert all(page[0] is head for page in pages)


def test_free_room_is_given_up_when_it_saves_a_page() -> None:
    given_blocks = [block(30, space=20) for _ in range(3)]
    assert len(paginate(given_blocks, room=115)) == 2
    assert len(paginate_tightly(given_blocks, room=115)) == 1
    assert paginate_tightly(given_blocks, room=200)[0][1].space == 20
