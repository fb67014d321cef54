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
} from './endpoints/azure-captures.ts';
import { azureList } from './endpoints/azure-list.ts';
import { azurePlaces, azureSubscriptions } from './endpoints/azure-places.ts';
import { azureSignIn, azureSignInState, azureSignOut } from './endpoints/azure-sign-in.ts';
import { azureWatch } from './endpoints/azure-watch.ts';
import { datasetAsk } from './endpoints/dataset-ask.ts';
import { datasetAzure } from './endpoints/dataset-azure.ts';
import { datasetCapture } from './endpoints/dataset-capture.ts';
import { datasetDelete } from './endpoints/dataset-delete.ts';
import { datasetEdit } from './endpoints/dataset-edit.ts';
import { datasetExportCsv, datasetExportJsonl } from './endpoints/dataset-export.ts';
import { datasetFiles } from './endpoints/dataset-files.ts';
import { datasetFolder } from './endpoints/dataset-folder.ts';
import { datasetGet } from './endpoints/dataset-get.ts';
import { datasetHints } from './endpoints/dataset-hints.ts';
import { datasetImport } from './endpoints/dataset-import.ts';
import { datasetListen } from './endpoints/dataset-listen.ts';
import { marksChange, marksGet, marksUndo } from './endpoints/dataset-marks.ts';
import { networksGet, networksPut } from './endpoints/dataset-networks.ts';
import { datasetParquet } from './endpoints/dataset-parquet.ts';
import { datasetQuality } from './endpoints/dataset-quality.ts';
import { datasetQuestions } from './endpoints/dataset-questions.ts';
import { datasetRenew } from './endpoints/dataset-renew.ts';
import { datasetRenewal } from './endpoints/dataset-renewal.ts';
import { datasetReread } from './endpoints/dataset-reread.ts';
import { datasetUpload } from './endpoints/dataset-upload.ts';
import { datasetUploads } from './endpoints/dataset-uploads.ts';
import { datasetUrl } from './endpoints/dataset-url.ts';
import { datasetsCreate } from './endpoints/datasets-create.ts';
import { datasetsList } from './endpoints/datasets-list.ts';
import { events } from './endpoints/events.ts';
import { flowPacket, flowPackets } from './endpoints/flow-packets.ts';
import { interfacesList } from './endpoints/interfaces-list.ts';
import { jobCancel } from './endpoints/job-cancel.ts';
import { jobFiles } from './endpoints/job-files.ts';
import { jobFinish } from './endpoints/job-finish.ts';
import { jobForget } from './endpoints/job-forget.ts';
import { jobPause } from './endpoints/job-pause.ts';
import { jobResume } from './endpoints/job-resume.ts';
import { jobsList } from './endpoints/jobs-list.ts';
import { linkCheck } from './endpoints/link-check.ts';
import { sampleOpen } from './endpoints/sample-open.ts';
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
