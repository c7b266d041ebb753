<?php
// Scores once with file_get_contents, and leaves its warnings on stderr. Address and key come from SCORING_URI and
// SCORING_KEY, what is trusted by SCORING_CA_FILE.

ini_set('display_errors', 'stderr');
ini_set('html_errors', '0');
ini_set('log_errors', '0');
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
$answer = file_get_contents(getenv('SCORING_URI'), false, $context);
if ($answer === false) {
    exit(1);
}
echo $answer, "\n";
