# WRONG: prints whatever was answered, and never looks at the status.
#
# "Unauthorized" and "Bad Gateway" are taken for scores. Found as `accepted` by the scenarios that answer with an error,
# and by redirects. Right: only 200 is a score.
require 'net/http'
require 'timeout'

uri = URI(ENV.fetch('SCORING_URI'))
headers = { 'Authorization' => "Bearer #{ENV.fetch('SCORING_KEY')}", 'Content-Type' => 'application/json' }
begin
  # For the whole of it: the time-outs of Net::HTTP are for each read.
  Timeout.timeout(5) do
    options = { use_ssl: true, ca_file: ENV.fetch('SCORING_CA_FILE'), open_timeout: 3, read_timeout: 3 }
    response = Net::HTTP.start(uri.hostname, uri.port, options) do |http|
      http.post(uri.request_uri, '{"data": [[1, 2, 3]]}', headers)
    end
    # The mistake.
    puts response.body
  end
rescue StandardError => e
  abort "did not score: #{e.message}"
end
