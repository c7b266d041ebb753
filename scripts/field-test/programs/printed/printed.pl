# Scores once with HTTP::Tiny, which hands an error over as the text of an answer with status 599. Address and key come
# from SCORING_URI and SCORING_KEY, what is trusted by SCORING_CA_FILE.
use strict;
use warnings;
use HTTP::Tiny;

my $http = HTTP::Tiny->new(
    verify_SSL   => 1,
    timeout      => 3,
    max_redirect => 0,
    SSL_options  => { SSL_ca_file => $ENV{SCORING_CA_FILE} },
);
my $response = $http->post($ENV{SCORING_URI}, {
    headers => { Authorization => "Bearer $ENV{SCORING_KEY}", 'Content-Type' => 'application/json' },
    content => '{"data": [[1, 2, 3]]}',
});
die "$response->{status} $response->{reason}: $response->{content}\n" if $response->{status} != 200;
print "$response->{content}\n";
