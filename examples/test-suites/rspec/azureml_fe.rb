# frozen_string_literal: true

require 'fileutils'
require 'json'
require 'net/http'
require 'openssl'
require 'tmpdir'

# A running azureml-fe-mock. It ends with this process, however that ends.
class AzuremlFe
  OPTIONS = %w[--log-level error --https-port 0 --http-port 0 --dns-port 0 --control-port 0].freeze

  attr_reader :scoring_uri, :key

  def initialize
    @state = Dir.mktmpdir
    program = ENV.fetch('AZUREML_FE_MOCK', 'azureml-fe-mock')
    @process = IO.popen([program, 'start', '--json', '--stop-with-stdin', '--state', @state, *OPTIONS], 'r+')
    @control = URI(JSON.parse(@process.gets).fetch('controlUrl'))
  end

  # Switches to a scenario of the catalogue, and asks what a client is given in it.
  def use(scenario)
    call(Net::HTTP::Put, '/scenario', name: scenario)
    client = JSON.parse(call(Net::HTTP::Get, '/client'))
    @scoring_uri = URI(client['scoringUri'])
    @key = client['key']
    @store = OpenSSL::X509::Store.new
    @store.add_cert(OpenSSL::X509::Certificate.new(client['ca']))
  end

  # The judge's verdict on what was seen since `use`. `succeeded`: what the client itself reported.
  def verdict(succeeded:)
    JSON.parse(call(Net::HTTP::Post, '/verdict', succeeded: succeeded))
  end

  # What the router saw, for the message of a failure.
  def timeline
    call(Net::HTTP::Get, '/timeline')
  end

  # Trusts the CA of the scenario and finds the name at the router, as with the customer's DNS.
  def http
    Net::HTTP.new(scoring_uri.host, scoring_uri.port, nil).tap do |http|
      http.ipaddr = '127.0.0.1'
      http.use_ssl = true
      http.cert_store = @store
      http.open_timeout = http.read_timeout = 5
      http.max_retries = 0
    end
  end

  def close
    @process.close
    FileUtils.remove_entry(@state)
  end

  private

  def call(method, path, body = nil)
    request = method.new(path)
    request.content_type = 'application/json' if body
    request.body = body&.to_json
    answer = Net::HTTP.start(@control.host, @control.port, nil) { |http| http.request(request) }
    raise "#{path}: #{answer.body}" unless answer.is_a?(Net::HTTPSuccess)

    answer.body
  end
end
