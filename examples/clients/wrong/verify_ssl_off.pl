# WRONG: HTTP::Tiny with verify_SSL at 0, which was its default up to version 0.082.
#
# Any server that answers gets the key: every scenario of a certificate that is to be refused finds `leaked-key`.
# Right: verify_SSL => 1, and SSL_options => {SSL_ca_file => FILE} for an authority of your own.
use strict;
use warnings;
use HTTP::Tiny;
use JSON::PP;

# For the whole of it: the time-out of HTTP::Tiny is for each read.
alarm 5;

# The mistake.
my $http = HTTP::Tiny->new(verify_SSL => 0, timeout => 3, max_redirect => 0);
my $response = $http->post($ENV{SCORING_URI}, {
    headers => { Authorization => "Bearer $ENV{SCORING_KEY}", 'Content-Type' => 'application/json' },
    content => '{"data": [[1, 2, 3]]}',
});
my $answer = $response->{status} == 200 ? eval { decode_json($response->{content}) } : undef;
if (ref $answer ne 'HASH' || !defined $answer->{result}) {
    print STDERR "did not score: $response->{status} $response->{content}\n";
    exit 1;
}
print encode_json($answer->{result}), "\n";
