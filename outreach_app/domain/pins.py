"""What a PIN is, and what it is not."""

from outreach_app.errors import Message, say

SHORTEST, LONGEST = 4, 8
"""How many digits a PIN has."""

COURTESY: Message = say(
    "A PIN is a courtesy between colleagues: it encrypts nothing."
    " Whoever unlocks this laptop can read everything in it."
)
"""What is said wherever a PIN is set."""
