Feature: Reset
  Somebody removes the file that says "remove me to reset", and the device forgets just what it should.

  Background:
    Given a device that has been running resinos 2.0.0+rev1
    And it has learned the network home
    And its user keeps files on it

  @virtual @case:os/purge-data-state
  Scenario: A factory reset forgets what was set up, and neither who the device is nor its user's files
    When its plug is pulled and the mark against a reset is removed from resin-state
    And it is switched on
    Then it reports "reset what=root-overlay"
    And it is still the same device
    And it boots 2.0.0+rev1 from slot A
    And it has forgotten the network home
    And its user's files are intact
    And its card still holds its identity

  @virtual @case:os/purge-data-data
  Scenario: A reset of the data partition forgets the user's files, and nothing else
    When its plug is pulled and the mark against a reset is removed from resin-data
    And it is switched on
    Then it reports "reset what=data"
    And it is still the same device
    And it boots 2.0.0+rev1 from slot A
    And its user's files are gone
    And it still knows the network home
