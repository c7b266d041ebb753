#!/bin/sh
# Scores once with Chromium, from a script in a page. Address and key come from SCORING_URI and SCORING_KEY,
# what is trusted by SCORING_CA_FILE: it goes into the NSS database that Chromium reads on Linux. Exit status 0 when it
# scored, 1 otherwise.
set -eu

HOME=$(mktemp -d)
export HOME
trap 'rm -rf "$HOME"' EXIT
mkdir -p "$HOME/.pki/nssdb"
certutil -d "sql:$HOME/.pki/nssdb" -N --empty-password
certutil -d "sql:$HOME/.pki/nssdb" -A -n authority -t CP,, -i "$SCORING_CA_FILE"

# A synchronous request, so that the page is dumped when it has its answer.
cat >"$HOME/score.html" <<PAGE
<!doctype html>
<p id="end"></p>
<script>
  const request = new XMLHttpRequest();
  let end;
  try {
    request.open('POST', '$SCORING_URI', false);
    request.setRequestHeader('Authorization', 'Bearer $SCORING_KEY');
    request.setRequestHeader('Content-Type', 'application/json');
    request.send('{"data": [[1, 2, 3]]}');
    end = 'status ' + request.status;
  } catch (error) {
    end = String(error);
  }
  document.getElementById('end').textContent = end;
</script>
PAGE

# Without web security there is no preflight request: the page is of another origin than the router. The sandbox wants
# namespaces of its own, which are not available inside ours.
page=$(timeout 5 chromium --headless --no-sandbox --disable-gpu --disable-web-security --disable-dev-shm-usage \
  --disable-extensions --disable-background-networking --disable-component-update --no-first-run \
  --user-data-dir="$HOME/profile" --dump-dom "file://$HOME/score.html")
case $page in
  *'<p id="end">status 200</p>'*) exit 0 ;;
esac
echo 'did not score' >&2
exit 1
