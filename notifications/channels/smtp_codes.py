"""What a mail server's reply codes mean to us, as tables that anyone can review.

Source: RFC 5321 (replies), RFC 4954 (log-in), RFC 3463 (finer codes, first in the text).
"""

# Below this a refusal is for the moment only, by the standard's own words.
FIRST_PERMANENT = 500

# Called permanent, but mended by an administrator or by somebody emptying their box.
TEMPORARY_ANYWAY: dict[int, str] = {
    530: "log-in needed",
    534: "another way of logging in needed",
    535: "log-in refused",
    538: "log-in needs an encrypted way",
    552: "the box is full",
}

# Replies to a recipient which say that there is no such address.
BAD_ADDRESS: dict[int, str] = {
    550: "no such box",
    551: "moved elsewhere",
    553: "not a name of a box here",
}

# … unless the finer code says that the server's rules, not the address, are why.
ABOUT_POLICY = b"5.7."
