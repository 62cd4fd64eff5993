Feature: Apps of the device
  An app knows where it runs, and a device does not reboot in the middle of what its app must not be torn out of.

  @wall @board:virt @nightly @case:os/variables @case:os/safe-reboot-waits @case:os/safe-reboot-unlocked @case:os/safe-reboot-override
  Scenario: A reboot waits for an app that holds its update lock, unless somebody insists
    Given a device with resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And its config.json says who it is
    And its card was preloaded with the sample app
    When it is switched on
    Then its supervisor starts
    And the app runs
    And the app knows its device by its environment
    When the app takes its update lock
    Then its supervisor refuses to reboot it while the app holds its lock
    When it is told to reboot when its apps allow it
    Then it waits for the app
    When the app gives its update lock back
    Then it boots 2.0.0+rev1 from slot A
    And the app runs
    When the app takes its update lock
    And its supervisor is told to reboot it all the same
    Then it boots 2.0.0+rev1 from slot A

  @wall @board:virt @nightly
  Scenario: An update waits for an app that holds its update lock before it reboots the device
    Given a device that has been running resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And its card was preloaded with the sample app
    And release 2.0.0+rev2 is offered on the network
    When it is switched on
    Then its supervisor starts
    And the app runs
    When the app takes its update lock
    And it is told over ssh to update, and is left alone
    Then it waits for the app
    When the app gives its update lock back
    Then it installs the update and reboots
    And it boots 2.0.0+rev2 from slot B
