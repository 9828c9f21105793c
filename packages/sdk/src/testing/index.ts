export { type AdapterSubject, describeAdapter, type TestRunner } from './describe-adapter.js';
export { type FakeAnswer, FakeBackend, type FakeRequest } from './fake-backend.js';
