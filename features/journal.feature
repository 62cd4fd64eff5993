Feature: Journal
  A device logs into RAM, and onto its card when its owner asks for that.

  @virtual @case:os/config-json-persistent-logging
  Scenario: A journal that is kept on the card grows by a boot each time, and goes when it is turned off
    Given a device that has been running resinos 2.0.0+rev1
    When its plug is pulled and persistentLogging is set to true in its config.json
    And it is switched on
    Then it reports "journal place=card boots=1"
    And it boots 2.0.0+rev1 from slot A
    When its plug is pulled and put back
    Then it reports "journal place=card boots=2"
    And it boots 2.0.0+rev1 from slot A
    And its journal is on resin-data
    When its plug is pulled and persistentLogging is set to false in its config.json
    And it is switched on
    Then it reports "journal place=ram"
    And it boots 2.0.0+rev1 from slot A
    And no journal is on its card
