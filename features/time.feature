Feature: Time of the device
  A device without a clock of its own takes its time from the network, and takes it again when it was lost.

  @wall @board:virt @nightly @case:os/chrony-service @case:os/chrony-synchronised @case:os/chrony-source @case:os/chrony-offline @case:os/chrony-skew @case:os/config-json-ntp-server
  Scenario: A device follows the time server that its config.json names, whatever happens to its clock
    Given a device with resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And its config.json asks for a time server
    When it is switched on
    Then its time service runs and follows that server
    And its clock is right, and it knows that
    When its time sources are taken offline
    Then it asks its time server again
    When its clock is set back by two minutes
    Then it notices, and its clock is right again
