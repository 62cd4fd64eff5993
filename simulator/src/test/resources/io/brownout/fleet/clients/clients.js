// What a developer does with balena's SDK and a device with balena-register-device, both as they are published.
// Says on its standard output, as JSON, what each step was answered: node clients.js API USER PASSWORD FOLDER
'use strict';

const BalenaAuth = require('balena-auth').default;
const { getRegisterDevice } = require('balena-register-device');
const { getRequest } = require('balena-request');
const { getSdk } = require('balena-sdk');

const [apiUrl, user, password, dataDirectory] = process.argv.slice(2);
const COMMIT = 'a'.repeat(40);
const told = {};

async function step(name, work) {
  try {
    told[name] = (await work()) ?? null;
  } catch (e) {
    told[name] = { error: e.name, status: e.statusCode, message: e.message };
  }
  return told[name];
}

async function makeRelease(sdk, application) {
  const post = (resource, body) => sdk.pine.post({ resource, body });
  const service = await step('service', () => post('service', { application: application.id, service_name: 'main' }));
  const release = await step('release', () =>
    post('release', {
      belongs_to__application: application.id,
      commit: COMMIT,
      composition: JSON.stringify({ services: { main: { image: 'x' } } }),
      status: 'success',
      source: 'local',
      start_timestamp: Date.now(),
    }));
  const image = await step('image', () =>
    post('image', { is_a_build_of__service: service.id, start_timestamp: new Date().toISOString(), status: 'success' }));
  await step('part', () => post('image__is_part_of__release', { image: image.id, is_part_of__release: release.id }));
  return { service, release };
}

async function main() {
  const sdk = getSdk({ apiUrl, dataDirectory });
  const { application: apps, device: devices, release: releases } = sdk.models;
  await step('login', () => sdk.auth.login({ email: user, password }));
  await step('whoami', () => sdk.auth.whoami());
  const app = await step('application', () =>
    apps.create({ name: 'FromSdk', deviceType: 'raspberrypi3-64', organization: user }));

  // Two devices: one that the developer registers, one that registers itself.
  const uuid = devices.generateUniqueKey();
  await step('register', () => devices.register(app.slug, uuid, 'raspberrypi3-64'));
  const provisioningApiKey = await apps.generateProvisioningKey({ slugOrUuidOrId: app.id });
  const register = getRegisterDevice({
    request: getRequest({ auth: new BalenaAuth({ dataDirectory: false }), dataDirectory }),
  });
  const self = {
    applicationId: app.id,
    uuid: register.generateUniqueKey(),
    deviceType: 'raspberrypi3-64',
    deviceApiKey: register.generateUniqueKey(),
    provisioningApiKey,
    apiEndpoint: apiUrl,
  };
  const itself = await step('registerItself', () => register.register(self));
  told.keyIsItsOwn = itself.api_key === self.deviceApiKey;
  await step('registerTwice', () => register.register(self));
  await step('registerToaster', () => register.register({ ...self, deviceType: 'toaster' }));

  const { service, release } = await makeRelease(sdk, app);
  await step('rename', () => devices.rename(uuid, 'kitchen'));
  await step('tag', () => devices.tags.set(uuid, 'site', 'north'));
  await step('tagAgain', () => devices.tags.set(uuid, 'site', 'south'));
  await step('tags', () => devices.tags.getAllByApplication(app.slug));
  await step('variable', () => devices.envVar.set(uuid, 'GREETING', 'good day'));
  await step('variableOfService', () => devices.serviceVar.set(uuid, service.id, 'PLACE', 'world'));
  await step('config', () => devices.configVar.set(uuid, 'RESIN_SUPERVISOR_POLL_INTERVAL', '10000'));
  await step('latest', () => releases.getLatestByApplication(app.slug));
  await step('details', () => releases.getWithImageDetails(release.id));
  await step('pin', () => devices.pinToRelease(uuid, COMMIT));
  await step('target', () => devices.getTargetReleaseHash(uuid));
  await step('tracks', () => devices.isTrackingApplicationRelease(uuid));
  await step('state', async () => (await devices.getSupervisorTargetState(uuid, 3))[uuid]);
  await step('device', () => devices.getWithServiceDetails(uuid));
  await step('all', async () => (await devices.getAllByApplication(app.slug)).length);
  await step('missing', () => devices.get('f'.repeat(32)));
  await step('remove', () => devices.remove(uuid));
  await step('left', async () => (await devices.getAllByApplication(app.slug)).length);
  await step('removeApplication', () => apps.remove(app.slug));
  await step('logout', () => sdk.auth.logout());
  await step('afterwards', () => devices.getAllByApplication(app.slug));
  console.log(JSON.stringify(told));
}

main();
