# Scores once with Net::HTTP and catches nothing, so that stderr has what Ruby prints. Address and key come from
# SCORING_URI and SCORING_KEY, what is trusted by SCORING_CA_FILE.
require 'net/http'

uri = URI(ENV.fetch('SCORING_URI'))
headers = { 'Authorization' => "Bearer #{ENV.fetch('SCORING_KEY')}", 'Content-Type' => 'application/json' }
options = { use_ssl: true, ca_file: ENV.fetch('SCORING_CA_FILE'), open_timeout: 3, read_timeout: 3, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) do |http|
  http.post(uri.request_uri, '{"data": [[1, 2, 3]]}', headers)
end
response.value
puts response.body
