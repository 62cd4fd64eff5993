Feature: Devices on bad networks
  Devices stand where the line is slow, where the router knows no names, and where a hotel asks for a room number first.

  @wall @board:virt @with:site @nightly
  Scenario: A slow and lossy network costs an update only time
    Given a device that has been running resinos 2.0.0+rev1
    And release 2.0.0+rev2 is offered on the network
    And its network delays 40 ms, 10 ms more or less
    And its network loses 0.5 % of all frames
    And its network carries 8 Mbit/s
    When it is switched on
    And it is told over ssh to update
    Then it installs the update and reboots
    And its network has lost at least 20 frames
    And its network has held up each frame for at least 30 ms
    And it boots 2.0.0+rev2 from slot B

  @wall @board:virt @with:site @nightly
  Scenario: The page of a captive portal is never taken for a release
    Given a device that has been running resinos 2.0.0+rev1
    And release 2.0.0+rev2 is offered on the network
    And its network is a captive portal
    When it is switched on
    And it is told over ssh to update
    Then it refuses the update, since "signature wrong"
    And the captive portal has shown it its page instead of manifest
    And nothing was written to resin-rootB since
    And it says over ssh that it runs 2.0.0+rev1
    When the captive portal lets it through
    And it is told over ssh to try the update again
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B

  @wall @board:virt @with:site @nightly
  Scenario: A name server that is silent, knows nothing or lies costs a device nothing
    Given a device that has been running resinos 2.0.0+rev1
    And it gives a download up after 2 tries in vain
    And release 2.0.0+rev2 is offered on the network
    And its name server is silent
    When it is switched on
    And it is told over ssh to update
    Then it refuses the update, since "download of manifest failed"
    And nothing was written to resin-rootB since
    When its name server knows no name
    And it is told over ssh to try the update again
    Then it refuses the update, since "download of manifest failed"
    And nothing was written to resin-rootB since
    When its name server lies
    And it is told over ssh to try the update again
    Then it refuses the update, since "download of manifest failed"
    And nothing was written to resin-rootB since
    When its name server tells the truth
    And it is told over ssh to try the update again
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B

  @wall @board:virt @with:site @nightly
  Scenario: A network that goes in the middle of a download without a word is waited for
    Given a device that has been running resinos 2.0.0+rev1
    And it gives a download that is silent for 10 seconds another try
    And release 2.0.0+rev2 is offered on the network
    And its network is cut after 8 MiB have come
    When it is switched on
    And it is told over ssh to update, and is left alone
    Then its network lets nothing through any more
    And it notices that its download was interrupted
    When its network is mended
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
