Feature: Rollback
  A new release that does not work must not cost the device.

  @virtual @case:hup/rollback-altboot
  Scenario: A release without an init is given up after its attempts
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 with no init has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    And it tries slot B 3 times
    And it rolls back to 2.0.0+rev1 in slot A, as altboot
    And its user's files are intact

  @virtual @board:virt @nightly @case:os/overlap-test
  Scenario: A release whose kernel has outgrown its place is given up and never started
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 with an outgrown kernel has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    And it tries slot B 3 times
    And it rolls back to 2.0.0+rev1 in slot A, as altboot
    And its boot partition says that the kernel of slot B has outgrown its place
    And its user's files are intact

  @virtual
  Scenario: A release that fails its health check is given up
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And an unhealthy release 2.0.0+rev2 has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
    And it rolls back to 2.0.0+rev1 in slot A, as health
    And its user's files are intact

  @virtual @board:virt @nightly
  Scenario: A device neither of whose slots starts keeps trying, and comes back when one is mended
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 with no init has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    When its plug is pulled, and slot A has lost its init
    And it is switched on
    Then it tries slot B 3 times
    And it begins to boot slot A 3 times more, and gets no further
    When its plug is pulled, and slot A is given its init back
    And it is switched on
    Then it rolls back to 2.0.0+rev1 in slot A, as altboot
    And its user's files are intact

  @virtual @nightly @case:hup/broken-engine
  Scenario: A release whose container engine is broken is given up
    Given a device that has been running resinos-full 2.0.0+rev1
    And release 2.0.0+rev2 with a broken engine has been downloaded to it
    When it is switched on
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
    And it rolls back to 2.0.0+rev1 in slot A, as health

  @wall @board:virt @nightly @case:hup/broken-vpn
  Scenario: A release that loses a VPN which was up before is given up
    Given a device that has been running resinos-full 2.0.0+rev1
    And its config.json names a VPN that lets it in
    And it asks a new release 3 times for its health
    And release 2.0.0+rev2 with a broken VPN is offered on the network
    When it is switched on
    Then it is connected to the VPN
    When it is told over ssh to update
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
    And it rolls back to 2.0.0+rev1 in slot A, as health
