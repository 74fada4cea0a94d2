"""§5.4 (2) on the screen, in Chinese: steps and buttons are clicked on the forms."""

from entry_story import enters_and_fits_out


def test_entry_and_fitout_on_screen(mall, desktop):
    """LE-13, LE-14, LE-15, LE-16, LE-17, LE-18, LE-19: a tenant enters and fits out,
    clicked on a laptop."""
    enters_and_fits_out(mall, desktop)


def test_entry_and_fitout_on_a_phone(mall, phone):
    """LE-13, LE-14, LE-15, LE-16, LE-17, LE-18, LE-19 and ui.md Manners: the same on a
    phone, where nothing is cut."""
    enters_and_fits_out(mall, phone)
