<?php
// WRONG: prints what file_get_contents returned. Where the request failed that is false, and the exit status stays 0.
//
// Whatever starts the program takes it for a score. Found as `exit-0-after-refusal` wherever the connection is refused,
// and as `accepted` where the answer is an error. Right: compare with false, and exit with 1.

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
    'ssl' => ['cafile' => getenv('SCORING_CA_FILE')],
]);
// The mistake.
echo file_get_contents(getenv('SCORING_URI'), false, $context), "\n";
