# WRONG: VERIFY_NONE, which stops "certificate verify failed".
#
# Any server that answers gets the key: every scenario of a certificate that is to be refused finds `leaked-key`.
# Right: `use_ssl: true` and `ca_file:` for an authority of your own.
require 'json'
require 'net/http'
require 'timeout'

uri = URI(ENV.fetch('SCORING_URI'))
headers = { 'Authorization' => "Bearer #{ENV.fetch('SCORING_KEY')}", 'Content-Type' => 'application/json' }
begin
  # For the whole of it: the time-outs of Net::HTTP are for each read.
  Timeout.timeout(5) do
    # The mistake.
    options = { use_ssl: true, verify_mode: OpenSSL::SSL::VERIFY_NONE, open_timeout: 3, read_timeout: 3 }
    response = Net::HTTP.start(uri.hostname, uri.port, options) do |http|
      http.post(uri.request_uri, '{"data": [[1, 2, 3]]}', headers)
    end
    raise "answered with #{response.code}" unless response.code == '200'

    puts JSON.parse(response.body).fetch('result').to_json
  end
rescue StandardError => e
  abort "did not score: #{e.message}"
end
