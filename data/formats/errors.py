"""What a reader of files says when it cannot read one."""


class NotReadable(Exception):
    """The file is not what it claims. The message is one sentence or two for the person who
    chose the file: what it is not, and what to do. It never quotes the file."""
