"""HTTPS in a network without public names: a certificate authority of the installation's own, and certificates that it issues for this machine.

Everything lies in ``tls`` in the data folder; its keys can be read by the owner of the installation only. The authority can speak for private names and
addresses alone (name constraints), so that a device that trusts it is not exposed where it goes besides.
"""

from .authority import Authority, Left, Names
from .certificate import Certificate, expiry_of, prepare
from .names import is_loopback, lan_address, names_of_machine

__all__ = ["Authority", "Certificate", "Left", "Names", "expiry_of", "is_loopback", "lan_address", "names_of_machine", "prepare"]
