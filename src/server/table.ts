/** All endpoints; the order is that of the API's description. */
import type { Endpoint } from './endpoint.ts';
import { about } from './endpoints/about.ts';
import {
  azureCaptureDelete,
  azureCaptureImport,
  azureCaptureStart,
  azureCaptureStatus,
  azureCaptureStop,
  azureCapturesList,
} from './endpoints/azure/azure-captures.ts';
import { azureList } from './endpoints/azure/azure-list.ts';
import { azurePlaces, azureSubscriptions } from './endpoints/azure/azure-places.ts';
import { azureSignIn, azureSignInState, azureSignOut } from './endpoints/azure/azure-sign-in.ts';
import { azureWatch } from './endpoints/azure/azure-watch.ts';
import { datasetDelete } from './endpoints/datasets/dataset-delete.ts';
import { datasetEdit } from './endpoints/datasets/dataset-edit.ts';
import { datasetFiles } from './endpoints/datasets/dataset-files.ts';
import { datasetGet } from './endpoints/datasets/dataset-get.ts';
import { marksChange, marksGet, marksUndo } from './endpoints/datasets/dataset-marks.ts';
import { networksGet, networksPut } from './endpoints/datasets/dataset-networks.ts';
import { datasetQuality } from './endpoints/datasets/dataset-quality.ts';
import { datasetRenew } from './endpoints/datasets/dataset-renew.ts';
import { datasetRenewal } from './endpoints/datasets/dataset-renewal.ts';
import { datasetReread } from './endpoints/datasets/dataset-reread.ts';
import { datasetsCreate } from './endpoints/datasets/datasets-create.ts';
import { datasetsList } from './endpoints/datasets/datasets-list.ts';
import { sampleOpen } from './endpoints/datasets/sample-open.ts';
import { events } from './endpoints/events.ts';
import { datasetAzure } from './endpoints/imports/dataset-azure.ts';
import { datasetCapture } from './endpoints/imports/dataset-capture.ts';
import { datasetFolder } from './endpoints/imports/dataset-folder.ts';
import { datasetImport } from './endpoints/imports/dataset-import.ts';
import { datasetListen } from './endpoints/imports/dataset-listen.ts';
import { datasetUpload } from './endpoints/imports/dataset-upload.ts';
import { datasetUploads } from './endpoints/imports/dataset-uploads.ts';
import { datasetUrl } from './endpoints/imports/dataset-url.ts';
import { interfacesList } from './endpoints/imports/interfaces-list.ts';
import { linkCheck } from './endpoints/imports/link-check.ts';
import { jobCancel } from './endpoints/jobs/job-cancel.ts';
import { jobFiles } from './endpoints/jobs/job-files.ts';
import { jobFinish } from './endpoints/jobs/job-finish.ts';
import { jobForget } from './endpoints/jobs/job-forget.ts';
import { jobPause } from './endpoints/jobs/job-pause.ts';
import { jobResume } from './endpoints/jobs/job-resume.ts';
import { jobsList } from './endpoints/jobs/jobs-list.ts';
import { datasetAsk } from './endpoints/questions/dataset-ask.ts';
import { datasetExportCsv, datasetExportJsonl } from './endpoints/questions/dataset-export.ts';
import { datasetHints } from './endpoints/questions/dataset-hints.ts';
import { datasetParquet } from './endpoints/questions/dataset-parquet.ts';
import { datasetQuestions } from './endpoints/questions/dataset-questions.ts';
import { flowPacket, flowPackets } from './endpoints/questions/flow-packets.ts';
import { settingsGet, settingsPut } from './endpoints/settings.ts';

export const ENDPOINTS: readonly Endpoint[] = [
  about,
  datasetsList,
  datasetsCreate,
  datasetGet,
  datasetEdit,
  datasetDelete,
  datasetFiles,
  datasetQuality,
  marksGet,
  marksChange,
  marksUndo,
  networksGet,
  networksPut,
  datasetHints,
  datasetImport,
  datasetUpload,
  datasetUploads,
  datasetUrl,
  linkCheck,
  azureList,
  azureSignInState,
  azureSignIn,
  azureSignOut,
  azureSubscriptions,
  azurePlaces,
  azureCapturesList,
  azureCaptureStart,
  azureCaptureStatus,
  azureCaptureStop,
  azureCaptureDelete,
  azureCaptureImport,
  azureWatch,
  datasetAzure,
  datasetListen,
  datasetCapture,
  datasetFolder,
  datasetRenewal,
  datasetRenew,
  datasetReread,
  interfacesList,
  datasetAsk,
  datasetQuestions,
  datasetExportCsv,
  datasetExportJsonl,
  datasetParquet,
  flowPackets,
  flowPacket,
  sampleOpen,
  jobsList,
  jobFiles,
  jobPause,
  jobResume,
  jobCancel,
  jobForget,
  jobFinish,
  settingsGet,
  settingsPut,
  events,
];
