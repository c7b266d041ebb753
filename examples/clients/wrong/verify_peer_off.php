<?php
// WRONG: verify_peer and verify_peer_name are false, as the first answer of many forums has it.
//
// Any server that answers gets the key: every scenario of a certificate that is to be refused finds `leaked-key`.
// Right: leave both out; `cafile` names an authority of your own.

// For the whole of it: the time-out of a stream is for each read.
pcntl_alarm(5);

$context = stream_context_create([
    'http' => [
        'method' => 'POST',
        'header' => ['Authorization: Bearer ' . getenv('SCORING_KEY'), 'Content-Type: application/json'],
        'content' => '{"data": [[1, 2, 3]]}',
        'timeout' => 3,
        'follow_location' => 0,
    ],
    // The mistake.
    'ssl' => ['verify_peer' => false, 'verify_peer_name' => false],
]);
$answer = @file_get_contents(getenv('SCORING_URI'), false, $context);
$status = $http_response_header[0] ?? 'nothing';
$result = $answer === false ? null : (json_decode($answer, true)['result'] ?? null);
if (!str_contains($status, ' 200 ') || $result === null) {
    fwrite(STDERR, "did not score: $status\n");
    exit(1);
}
echo json_encode($result), "\n";
