Feature: Disk watchdog
  A device whose card no longer answers can do nothing any more, and nobody is there to pull its plug.

  @wall @board:virt @nightly @case:os/disk-watchdog
  Scenario: A device whose card hangs is reset by its disk watchdog, but not for ever
    Given a device that has been running resinos-full 2.0.0+rev1
    When it is switched on
    Then its disk watchdog watches its card
    When its card hangs
    Then its disk watchdog resets it
    And its disk watchdog is off
    And it boots 2.0.0+rev1 from slot A
    When its plug is pulled and put back
    Then its disk watchdog is off
    And it boots 2.0.0+rev1 from slot A
