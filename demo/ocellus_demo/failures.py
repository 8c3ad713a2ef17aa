"""What ends the demo with one line."""


class Refusal(Exception):
    """Says what is wrong and what to do; shown as it is, without a trace. Empty when it was already said."""
