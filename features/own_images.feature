Feature: Cards that others have made
  A card image needs nothing of Brownout's in it to be booted, cut and looked at.

  @virtual @nightly
  Scenario: A plain Debian that was laid out by hand starts as on a Pi, and starts again after a cut
    Given a device with the card image "plain Debian"
    When it is switched on
    Then its console says "plain-debian login:"
    When its plug is pulled
    And it is switched on, and loses power at write 40 into root
    And it is switched on again
    Then its console says "plain-debian login:"
    And its file systems are sound
