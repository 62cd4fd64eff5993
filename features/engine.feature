Feature: Container engine of the device
  Containers reach the network, are looked after, and outlive an engine that hangs.

  @wall @board:virt @nightly @case:os/iptables-masquerade @case:os/container-healthcheck @case:os/engine-healthcheck-time @case:os/engine-healthcheck-restart
  Scenario: An engine that hangs is started again, and its containers come back
    Given a device with resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    When it is switched on
    Then its container engine starts
    And it boots 2.0.0+rev1 from slot A
    And its containers reach the network under the device's address
    And a container that falls ill is reported as unhealthy
    And its engine's health check passes in less than 10 seconds
    When a container that is to run always is started on it
    And its containerd hangs
    Then its container engine starts again
    And the container runs again

  @wall @board:virt @nightly
  Scenario: Power that goes while container images are taken in costs none of their files
    Given a device with resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And its card was preloaded with the sample app
    When it is switched on
    Then its supervisor starts
    When its power had gone when most files of its container images were not on its card yet
    And it is switched on again
    Then its supervisor starts
    And the app runs
    And every file of its container images is whole

  @wall @board:virt @nightly @case:os/extra-firmware
  Scenario: A driver finds the firmware that a container has brought, at every boot
    Given a device that has been running resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And its config.json says that the volume sensors has firmware
    When it is switched on
    Then the driver does not find its firmware
    When a container puts the firmware of a driver into the volume sensors
    Then the driver finds its firmware
    When its plug is pulled and put back
    Then the driver finds its firmware
