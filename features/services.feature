Feature: Services of the device
  A device in the field runs its containers, finds its networks and answers names without anybody's help.

  @wall @board:virt @case:os/engine-socket-production
  Scenario: A production device keeps its engine to itself, and the engine comes back when it dies
    Given a device that has been running resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    When it is switched on
    Then its container engine starts
    And it boots 2.0.0+rev1 from slot A
    And its container engine answers on no port
    And a push to it is refused, as a production device does
    And none of its units has failed
    When a container that is to run always is started on it
    And its container engine is killed
    Then its container engine starts again
    And the container runs again

  @wall @board:virt @nightly @case:os/engine-socket-development
  Scenario: The engine of a development device is open to its developer
    Given a device that has been running resinos-full 2.0.0+rev1/development
    And its config.json asks for the engine port 2400
    When it is switched on
    Then its container engine starts
    And its container engine answers on port 2400
    And its container engine answers on port 2375

  @wall @board:virt @nightly
  Scenario: A folder is built and run on a development device
    Given a device that has been running resinos-full 2.0.0+rev1/development
    When it is switched on
    Then its supervisor starts
    When a folder whose app says hello-from-the-desk is pushed to it
    Then its developer reads hello-from-the-desk in the app's log

  @wall @board:virt @nightly
  Scenario: Network profiles and name servers of the boot partition are taken over
    Given a device that has been running resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And a profile on its boot partition gives it the address 10.0.2.77
    And a damaged profile and a folder lie beside it
    And its config.json asks for a name server that knows depot.example as 192.0.2.7
    When it is switched on
    Then its wired network has the address 10.0.2.77
    And the device and its containers know depot.example as 192.0.2.7

  @wall @board:virt @nightly @case:os/connectivity-wireless @case:os/regulatory-db @case:os/internet-sharing
  Scenario: A Wi-Fi profile of the boot partition takes the device into its network, and others share what it has
    Given a device that has been running resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And a profile on its boot partition knows the Wi-Fi network workshop
    When it is switched on
    And the device gets a radio, and the Wi-Fi network workshop comes on the air
    Then it joins the Wi-Fi network workshop
    And it reads over the air what a web server says
    And its kernel has found the rules for radios
    When it opens the Wi-Fi network garden for others while another program changes its firewall without a pause
    Then its firewall has NetworkManager's 12 rules for them
    When it closes the Wi-Fi network garden
    Then its firewall has none of those rules

  @wall @board:virt @with:serial-adapter @nightly @case:os/config-json-udev-rules
  Scenario: A modem behind a serial adapter is found by a rule of config.json, and told the access point of its profile
    Given a device that has been running resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And a rule for devices in its config.json says that serial adapters are modems
    And a profile on its boot partition names the access point depot.example to modems
    When it is switched on
    And a modem is plugged in
    Then ModemManager knows the modem
    And the modem is asked for the access point depot.example

  @wall @board:virt @with:lan @nightly
  Scenario: Two devices of the same name are both found in their network
    Given a device that has been running resinos-full 2.0.0+rev1
    And it and a second device of its network are both named kitchen
    When both are switched on
    Then a scan of their network finds kitchen and kitchen-2

  @wall @board:virt @nightly
  Scenario: The VPN comes back after its line was cut
    Given a device that has been running resinos-full 2.0.0+rev1
    And its config.json names a VPN that lets it in
    When it is switched on
    Then it is connected to the VPN
    When the VPN falls silent
    Then it notices that the VPN is gone
    When the VPN comes back
    Then it is connected to the VPN again

  @wall @board:virt @nightly
  Scenario: An engine that does not come up at once costs a device nothing but time
    Given a device that has been running resinos-full 2.0.0+rev1, whose engine fails to start at first
    And its owner has put a key for ssh into its config.json
    And its card was preloaded with the sample app
    When it is switched on
    Then its supervisor starts
    And the app runs

  @wall @board:virt
  Scenario: The supervisor keeps an app running, whatever happens to its container
    Given a device that has been running resinos-full 2.0.0+rev1
    And its owner has put a key for ssh into its config.json
    And its card was preloaded with the sample app
    When it is switched on
    Then its supervisor starts
    And its supervisor says that it is healthy
    And the app runs
    When the app's container is removed
    Then the app runs
    When its supervisor is killed
    Then its supervisor starts again
    And the app runs
