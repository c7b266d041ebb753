"""As much of Azure Resource Manager as `MLClient.online_endpoints.invoke` asks for (azure-ai-ml 1.35)."""

from __future__ import annotations

import json
import ssl
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Generator

from azureml_fe_mock import AzureMLFrontEnd
from azureml_fe_mock._launch import command

CLOUD = "mock"


@contextmanager
def resource_manager(fe: AzureMLFrontEnd, folder: Path) -> Generator[str, None, None]:
    """Serves it over TLS, with a certificate of the mock's own authority. Yields its URL."""
    state = str(Path(fe.ca_file).parent)
    subprocess.run(
        command("certs", "issue", "--name", "localhost", "--state", state, "--out", str(folder)),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(fe))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def handler_for(fe: AzureMLFrontEnd) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/metadata/endpoints"):
                url = f"https://{self.headers['Host']}/"
                self.answer([cloud(url)])
            elif self.path.split("?")[0].endswith("/deployments"):
                self.answer({"value": []})
            else:
                self.answer({"name": "demo", "location": "westeurope", "properties": endpoint(fe)})

        def do_POST(self) -> None:
            self.answer({"primaryKey": fe.key, "secondaryKey": fe.key})

        def answer(self, body: Any) -> None:
            content = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """pytest prints what a failure needs."""

    return Handler


def endpoint(fe: AzureMLFrontEnd) -> dict[str, Any]:
    return {
        "authMode": "Key",
        "provisioningState": "Succeeded",
        "scoringUri": fe.scoring_uri,
        "compute": "k8s-compute",
        "traffic": {"blue": 100},
    }


def cloud(url: str) -> dict[str, Any]:
    authentication = {"loginEndpoint": url, "audiences": [url]}
    return {
        "name": CLOUD,
        "portal": url,
        "resourceManager": url,
        "authentication": authentication,
        "suffixes": {"storage": "localhost"},
    }
