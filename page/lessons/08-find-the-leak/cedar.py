"""Scores with a context of its own. Arguments: host port address path ca [source address]."""
import http.client
import os
import socket
import ssl
import sys

host, port, address, path, ca, *source = sys.argv[1:]


def score():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(ca)
    bind = (source[0], 0) if source else None
    raw = socket.create_connection((address, int(port)), timeout=10, source_address=bind)
    connection = http.client.HTTPSConnection(host, int(port), timeout=10)
    connection.sock = context.wrap_socket(raw, server_hostname=host)
    headers = {"Authorization": "Bearer " + os.environ.get("SCORING_KEY", "none")}
    connection.request("POST", path, body='{"data":[[1,2,3]]}', headers=headers)
    return connection.getresponse().status


try:
    score()
except OSError:
    pass
print("done")
