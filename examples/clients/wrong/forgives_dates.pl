# WRONG: a callback that forgives certificates their dates, so that a renewal that comes too late stays unnoticed.
#
# A key that was stolen from a retired certificate is good for ever: the scenarios of the group validity find
# `leaked-key`. Right: no SSL_verify_callback at all.
use strict;
use warnings;
use HTTP::Tiny;
use JSON::PP;

# X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED.
use constant DATES => { 9 => 1, 10 => 1 };

# For the whole of it: the time-out of HTTP::Tiny is for each read.
alarm 5;

my $forgive = sub {
    my ($good, $store) = @_;
    # The mistake.
    return $good || exists DATES->{ Net::SSLeay::X509_STORE_CTX_get_error($store) };
};
my $http = HTTP::Tiny->new(
    verify_SSL   => 1,
    timeout      => 3,
    max_redirect => 0,
    SSL_options  => { SSL_ca_file => $ENV{SCORING_CA_FILE}, SSL_verify_callback => $forgive },
);
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
