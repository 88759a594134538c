"""The security headers of every answer, and what may run and be loaded on our one HTML page."""

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def inline_script_hashes(page: str) -> str:
    """The inline scripts of an HTML page as sources for script-src."""
    digests = (hashlib.sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(page))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def content_policy(script_hashes: str, origin: str | None) -> str:
    """What a page of `origin` may run and load: its own, and nothing from anywhere else."""
    socket = origin.replace("http", "ws", 1) if origin else ""
    directives = {
        "default-src": "'none'",
        "script-src": f"'self' {script_hashes}",
        "style-src": "'self' 'unsafe-inline'",  # Streamlit's components write their own styles
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' blob:",
        "connect-src": f"'self' {socket}",  # not every browser counts the socket as 'self'
        "worker-src": "'self' blob:",
        "frame-src": "'none'",
        "manifest-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources.strip()}" for name, sources in directives.items())


def secure(headers: MutableHeaders) -> None:
    """Hold the browser to https: for every later visit, and for each cookie that is set."""
    headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        headers.append(
            "Set-Cookie", cookie if "; secure" in cookie.lower() else f"{cookie}; Secure"
        )
