Feature: Flash wear
  A device in the field must not wear its card out.

  @virtual
  Scenario: An update writes no more than its budget
    Given a device that has been running resinos 2.0.0+rev1
    And release 2.0.0+rev2 has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    And the update wrote at most 80 MiB to its card
    And at least 95 % of what it wrote has a known owner
    And a cheap-tlc card endures at least 500 such updates

  @virtual @fast
  Scenario: A device that idles for an hour hardly writes
    Given a device that has been running resinos 2.0.0+rev1
    When it is switched on
    And it idles for an hour
    Then it wrote at most 16 KiB in that hour
    And it writes less than 500 MB a day
    And it wears no unit of a cheap-tlc card faster than 1 erases a day
    And a cheap-tlc card lasts it at least 10 years

  @virtual @fast
  Scenario: A chatty service wears a cheap card out
    Given a device with a chatty service that has been running resinos 2.0.0+rev1
    When it is switched on
    And it idles for an hour
    Then a cheap-tlc card lasts it less than 10 years

  @virtual @fast @nightly
  Scenario: A device with a persistent log writes more, and only to its data partition
    Given a device that has been running resinos 2.0.0+rev1
    And its config.json says that persistentLogging is true
    When it is switched on
    And it idles for an hour
    Then it wrote more in that hour than the same device without a persistent log
    And what it wrote in that hour went to resin-data
    And it writes less than 500 MB a day

  @virtual
  Scenario: A storm of log lines stays in RAM
    Given a device with a storming service that has been running resinos 2.0.0+rev1
    When it is switched on
    And it idles for an hour
    Then it writes less than 1 MB a day

  @virtual @board:virt
  Scenario: A device that has worn its card out says so and still boots
    Given a device with a chatty service that has been running resinos 2.0.0+rev1
    When it is switched on
    And it idles for an hour
    And such hours have worn a cheap-tlc card out, which can only be read from then on
    And it is switched on again
    Then it reports "mount label=resin-state result=failed"
    And it boots 2.0.0+rev1 from slot A
