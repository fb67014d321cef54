#!/usr/bin/python3
"""The sample's SMTP server: Debian's python3-aiosmtpd with STARTTLS. Arguments: address, certificate, key."""
import ssl
import sys
import threading

from aiosmtpd.controller import Controller


class Sink:
    async def handle_DATA(self, server, session, envelope):
        return f"250 2.0.0 Ok: {len(envelope.content)} bytes taken"


address, certificate, key = sys.argv[1:]
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(certificate, key)
Controller(Sink(), hostname=address, port=25, server_hostname="mail.example.nl", ident="ESMTP Postbox", tls_context=tls).start()
threading.Event().wait()
