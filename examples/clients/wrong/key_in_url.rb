# WRONG: repeats the key in the URL, as `?key=`.
#
# URLs are kept by logs, proxies and metrics, and the key with them. Nothing is refused for it, so the scenarios pass;
# the diagnosis names it. Right: "Authorization: Bearer KEY" alone.
require 'json'
require 'net/http'
require 'timeout'

uri = URI(ENV.fetch('SCORING_URI'))
key = ENV.fetch('SCORING_KEY')
headers = { 'Authorization' => "Bearer #{key}", 'Content-Type' => 'application/json' }
begin
  # For the whole of it: the time-outs of Net::HTTP are for each read.
  Timeout.timeout(5) do
    options = { use_ssl: true, ca_file: ENV.fetch('SCORING_CA_FILE'), open_timeout: 3, read_timeout: 3 }
    response = Net::HTTP.start(uri.hostname, uri.port, options) do |http|
      # The mistake.
      http.post("#{uri.path}?#{URI.encode_www_form(key: key)}", '{"data": [[1, 2, 3]]}', headers)
    end
    raise "answered with #{response.code}" unless response.code == '200'

    puts JSON.parse(response.body).fetch('result').to_json
  end
rescue StandardError => e
  abort "did not score: #{e.message}"
end
