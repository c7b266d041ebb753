<?php
// WRONG: verifies the chain, and not whose certificate it is, with verify_peer_name set to false.
//
// Every certificate of the same authority is good enough: the scenarios of the group identity find `leaked-key`.
// Right: leave verify_peer_name out.

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
    'ssl' => ['cafile' => getenv('SCORING_CA_FILE'), 'verify_peer_name' => false],
]);
$answer = @file_get_contents(getenv('SCORING_URI'), false, $context);
$status = $http_response_header[0] ?? 'nothing';
$result = $answer === false ? null : (json_decode($answer, true)['result'] ?? null);
if (!str_contains($status, ' 200 ') || $result === null) {
    fwrite(STDERR, "did not score: $status\n");
    exit(1);
}
echo json_encode($result), "\n";
