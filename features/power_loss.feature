Feature: Power loss
  Somebody pulls the plug in the middle of a host OS update.

  Background:
    Given a device that has been running resinos 2.0.0+rev1
    And its user keeps files on it
    And release 2.0.0+rev2 has been downloaded to it

  @virtual
  Scenario: The plug is pulled while the inactive slot is being written
    When it is switched on, and loses power while resin-rootB is being written
    And it is switched on again
    Then it boots the old or the new release, whole
    And a second update succeeds
    And its user's files are intact
    And its file systems are sound

  @virtual
  Scenario: The plug is pulled at the write that commits the update
    When it is switched on, and loses power at the write that makes resinOS_uEnv.txt name slot B
    And it is switched on again
    Then it boots the old or the new release, whole
    And a second update succeeds
    And its user's files are intact
    And its file systems are sound

  @virtual @card:torn-command
  Scenario: The plug is pulled in the middle of a command of many sectors
    When it is switched on, and loses power in the middle of a command of many sectors to resin-rootB
    And it is switched on again
    Then it boots the old or the new release, whole
    And a second update succeeds
    And its user's files are intact
    And its file systems are sound
