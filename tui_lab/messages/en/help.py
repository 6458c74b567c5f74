"""The help screen."""

TEXTS = {
    "this_screen": "Keys of this screen",
    "everywhere": "Keys everywhere",
    "key_close": "close",
    "key_scroll": "scroll",
    "key_page": "a page down or up",
    "key_ends": "top or bottom",
}
