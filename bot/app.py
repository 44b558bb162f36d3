"""Builds all parts from Config: the only file that names concrete classes.

Heavy parts are imported where they are built, so that a command pays for what it uses.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
