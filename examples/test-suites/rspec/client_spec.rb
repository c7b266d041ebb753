# frozen_string_literal: true

require_relative 'azureml_fe'

# The client under test. Raises where it did not score.
def score(http, uri, key)
  request = Net::HTTP::Post.new(uri.path, 'Authorization' => "Bearer #{key}", 'Content-Type' => 'application/json')
  request.body = '{"data":[[1,2,3]]}'
  answer = http.request(request)
  raise "answered with #{answer.code}" unless answer.code == '200'
end

RSpec.describe 'our client' do
  before(:all) { @fe = AzuremlFe.new }
  after(:all) { @fe.close }

  %w[valid expired fqdn-mismatch untrusted-root redirect-to-http].each do |scenario|
    it "does what is right in #{scenario}" do
      @fe.use(scenario)
      succeeded = begin
        score(@fe.http, @fe.scoring_uri, @fe.key)
        true
      rescue StandardError
        false
      end
      verdict = @fe.verdict(succeeded: succeeded)
      expect(verdict['verdict']).to eq('pass'), "#{verdict['finding']}: #{verdict['reason']}\n#{@fe.timeline}"
    end
  end
end
