#!/usr/bin/python3
"""A mail server of a test's own: mail_server.py FOLDER smtps|starttls|refusing

Makes a certificate FOLDER/ca.pem for localhost, writes its port to FOLDER/port, and each mail that it takes to
FOLDER/mail.json. Only user "hub" with the password "right horse" is let in; "refusing" takes no mail (550).
Ends when its standard input ends.
"""
import asyncio
import email
import email.policy
import hashlib
import json
import pathlib
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder, mode = pathlib.Path(sys.argv[1]), sys.argv[2]


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        if mode == "refusing":
            return "550 this mailbox takes no reports"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = [{"name": part.get_filename(), "type": part.get_content_type(),
                  "sha256": hashlib.sha256(part.get_content() if isinstance(part.get_content(), bytes)
                                           else part.get_content().encode()).hexdigest()}
                 for part in mail.iter_attachments()]
        kept = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": mode == "smtps" or session.ssl is not None,
                "headers": {name: str(value) for name, value in mail.items()},
                "text": mail.get_body().get_content(), "parts": parts}
        pending = folder / "mail.new"
        pending.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        pending.rename(folder / "mail.json")
        return "250 taken"


def let_in(server, session, envelope, mechanism, credentials):
    known = (credentials.login, credentials.password) == (b"hub", b"right horse")
    return AuthResult(success=known, handled=known)


subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost", "-keyout", str(folder / "key.pem"), "-out",
                str(folder / "ca.pem")], check=True, capture_output=True)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder / "ca.pem", folder / "key.pem")


def session():
    security = {"auth_require_tls": False} if mode == "smtps" else {"tls_context": context, "require_starttls": True}
    return SMTP(Keeper(), hostname="localhost", authenticator=let_in, auth_required=True, **security)


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=context if mode == "smtps" else None)
    pending = folder / "port.new"
    pending.write_text(str(server.sockets[0].getsockname()[1]))
    pending.rename(folder / "port")
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
